-- Table device_tokens, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group STAFF, tenant NONE, about no student, no PHI,
--             not audited, law NONE, no retention class

-- ----------------------------------------------------------------------------
-- device_tokens
-- ----------------------------------------------------------------------------

CREATE TABLE public.device_tokens (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    device_id character varying(255) NOT NULL,
    platform public.device_platform NOT NULL,
    token text NOT NULL,
    device_name character varying(255),
    device_model character varying(255),
    os_version character varying(255),
    app_version character varying(255),
    is_active boolean DEFAULT true NOT NULL,
    is_valid boolean DEFAULT true NOT NULL,
    last_validated timestamp with time zone,
    invalid_reason character varying(255),
    allow_notifications boolean DEFAULT true NOT NULL,
    allow_sound boolean DEFAULT true NOT NULL,
    allow_badge boolean DEFAULT true NOT NULL,
    last_used_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE public.device_tokens IS 'One device of a user that can receive push notifications.';
COMMENT ON COLUMN public.device_tokens.id IS 'Primary key.';
COMMENT ON COLUMN public.device_tokens.user_id IS 'User who signed in on the device.';
COMMENT ON COLUMN public.device_tokens.device_id IS 'Identifier that the device reports for itself.';
COMMENT ON COLUMN public.device_tokens.platform IS 'Push service that issued the token.';
COMMENT ON COLUMN public.device_tokens.token IS 'Push token: the address of the device at the push service. A secret.';
COMMENT ON COLUMN public.device_tokens.device_name IS 'Name that the user gave the device.';
COMMENT ON COLUMN public.device_tokens.device_model IS 'Make and model as the device reports them.';
COMMENT ON COLUMN public.device_tokens.os_version IS 'Version of the device''s operating system.';
COMMENT ON COLUMN public.device_tokens.app_version IS 'Version of the White Cross app installed on the device.';
COMMENT ON COLUMN public.device_tokens.is_active IS 'FALSE after the user has signed out on the device.';
COMMENT ON COLUMN public.device_tokens.is_valid IS 'FALSE after the push service has rejected the token.';
COMMENT ON COLUMN public.device_tokens.last_validated IS 'Time when the push service last accepted the token.';
COMMENT ON COLUMN public.device_tokens.invalid_reason IS 'Reason why the push service rejected the token, NULL while the token is valid.';
COMMENT ON COLUMN public.device_tokens.allow_notifications IS 'TRUE if the user allows notifications on the device.';
COMMENT ON COLUMN public.device_tokens.allow_sound IS 'TRUE if the user allows notifications to make a sound.';
COMMENT ON COLUMN public.device_tokens.allow_badge IS 'TRUE if the user allows a number on the icon.';
COMMENT ON COLUMN public.device_tokens.last_used_at IS 'Time when the device was last seen.';
COMMENT ON COLUMN public.device_tokens.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.device_tokens.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- device_tokens: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.device_tokens
    ADD CONSTRAINT device_tokens_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.device_tokens
    ADD CONSTRAINT device_tokens_user_id_device_id_key UNIQUE (user_id, device_id);

ALTER TABLE ONLY public.device_tokens
    ADD CONSTRAINT device_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE CASCADE;

-- ----------------------------------------------------------------------------
-- device_tokens: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER device_tokens_200_updated_at BEFORE UPDATE ON public.device_tokens FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- device_tokens: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.device_tokens TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.device_tokens TO whitecross_service;
GRANT SELECT(id),UPDATE(id) ON TABLE public.device_tokens TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(user_id),UPDATE(user_id) ON TABLE public.device_tokens TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(device_id),UPDATE(device_id) ON TABLE public.device_tokens TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(platform),UPDATE(platform) ON TABLE public.device_tokens TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(device_name),UPDATE(device_name) ON TABLE public.device_tokens TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(device_model),UPDATE(device_model) ON TABLE public.device_tokens TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(os_version),UPDATE(os_version) ON TABLE public.device_tokens TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(app_version),UPDATE(app_version) ON TABLE public.device_tokens TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_active),UPDATE(is_active) ON TABLE public.device_tokens TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(is_valid),UPDATE(is_valid) ON TABLE public.device_tokens TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(last_validated),UPDATE(last_validated) ON TABLE public.device_tokens TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(invalid_reason),UPDATE(invalid_reason) ON TABLE public.device_tokens TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(allow_notifications),UPDATE(allow_notifications) ON TABLE public.device_tokens TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(allow_sound),UPDATE(allow_sound) ON TABLE public.device_tokens TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(allow_badge),UPDATE(allow_badge) ON TABLE public.device_tokens TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(last_used_at),UPDATE(last_used_at) ON TABLE public.device_tokens TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.device_tokens TO whitecross_admin, whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.device_tokens TO whitecross_admin, whitecross_app, whitecross_district;

-- ----------------------------------------------------------------------------
-- sequelize.device_tokens
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.device_tokens WITH (security_invoker='true') AS
 SELECT id,
    user_id AS "userId",
    device_id AS "deviceId",
    platform,
    token,
    device_name AS "deviceName",
    device_model AS "deviceModel",
    os_version AS "osVersion",
    app_version AS "appVersion",
    is_active AS "isActive",
    is_valid AS "isValid",
    last_validated AS "lastValidated",
    invalid_reason AS "invalidReason",
    allow_notifications AS "allowNotifications",
    allow_sound AS "allowSound",
    allow_badge AS "allowBadge",
    created_at AS "createdAt",
    updated_at AS "updatedAt",
    last_used_at AS "lastUsedAt"
   FROM public.device_tokens;

COMMENT ON VIEW sequelize.device_tokens IS 'Model DeviceToken: public.device_tokens with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.device_tokens: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.device_tokens TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.device_tokens TO whitecross_admin, whitecross_app, whitecross_district;
