-- Table delivery_logs, with everything that serves it alone.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
--
-- phi.tables: group NOTICE, tenant NONE, about no student, no PHI,
--             not audited, law NONE, no retention class
-- phi.access: ADMIN              select insert update masked
-- phi.access: COUNSELOR          select update masked
-- phi.access: DISTRICT_ADMIN     select insert update masked
-- phi.access: NURSE              select insert update masked
-- phi.access: SCHOOL_ADMIN       select insert update masked
-- phi.access: VIEWER             masked

-- ----------------------------------------------------------------------------
-- delivery_logs
-- ----------------------------------------------------------------------------

CREATE TABLE public.delivery_logs (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    alert_id uuid NOT NULL,
    recipient_id uuid,
    channel public.alert_delivery_channel NOT NULL,
    success boolean DEFAULT false NOT NULL,
    attempt_count integer DEFAULT 1 NOT NULL,
    last_attempt timestamp with time zone NOT NULL,
    delivered_at timestamp with time zone,
    error_message text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT delivery_logs_attempt_count_not_negative_check CHECK ((attempt_count >= 0))
);

COMMENT ON TABLE public.delivery_logs IS 'The result of sending one alert to one recipient on one channel.';
COMMENT ON COLUMN public.delivery_logs.id IS 'Primary key.';
COMMENT ON COLUMN public.delivery_logs.alert_id IS 'Alert that was sent; it cannot be deleted while it has deliveries.';
COMMENT ON COLUMN public.delivery_logs.recipient_id IS 'User to whom the alert was sent, NULL for an address without a user.';
COMMENT ON COLUMN public.delivery_logs.channel IS 'Channel on which the alert was sent.';
COMMENT ON COLUMN public.delivery_logs.success IS 'TRUE once the provider accepted the alert.';
COMMENT ON COLUMN public.delivery_logs.attempt_count IS 'Number of attempts to send the alert.';
COMMENT ON COLUMN public.delivery_logs.last_attempt IS 'Time of the most recent attempt to send the alert, successful or not.';
COMMENT ON COLUMN public.delivery_logs.delivered_at IS 'Time when the alert reached the recipient, NULL while unknown.';
COMMENT ON COLUMN public.delivery_logs.error_message IS 'Error message of the provider if sending failed.';
COMMENT ON COLUMN public.delivery_logs.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN public.delivery_logs.updated_at IS 'When the row was last changed; kept by trigger.';

-- ----------------------------------------------------------------------------
-- delivery_logs: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY public.delivery_logs
    ADD CONSTRAINT delivery_logs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.delivery_logs
    ADD CONSTRAINT delivery_logs_alert_id_fkey FOREIGN KEY (alert_id) REFERENCES public.alerts(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY public.delivery_logs
    ADD CONSTRAINT delivery_logs_recipient_id_fkey FOREIGN KEY (recipient_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- delivery_logs: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX delivery_logs_alert_id_idx ON public.delivery_logs USING btree (alert_id);

CREATE INDEX delivery_logs_last_attempt_brin_idx ON public.delivery_logs USING brin (last_attempt) WITH (pages_per_range='16');
COMMENT ON INDEX public.delivery_logs_last_attempt_brin_idx IS 'Deliveries in a time range; rows are inserted in about this order.';

CREATE INDEX delivery_logs_last_attempt_failed_idx ON public.delivery_logs USING btree (last_attempt) WHERE (NOT success);
COMMENT ON INDEX public.delivery_logs_last_attempt_failed_idx IS 'Failed deliveries, the least recently tried first.';

CREATE INDEX delivery_logs_recipient_id_idx ON public.delivery_logs USING btree (recipient_id) WHERE (recipient_id IS NOT NULL);

-- ----------------------------------------------------------------------------
-- delivery_logs: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER delivery_logs_200_updated_at BEFORE UPDATE ON public.delivery_logs FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- delivery_logs: grants
-- ----------------------------------------------------------------------------

GRANT INSERT ON TABLE public.delivery_logs TO whitecross_admin;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.delivery_logs TO whitecross_service;
GRANT SELECT(id) ON TABLE public.delivery_logs TO whitecross_app, whitecross_district;
GRANT SELECT(id),UPDATE(id) ON TABLE public.delivery_logs TO whitecross_admin;
GRANT SELECT(alert_id) ON TABLE public.delivery_logs TO whitecross_app, whitecross_district;
GRANT SELECT(alert_id),UPDATE(alert_id) ON TABLE public.delivery_logs TO whitecross_admin;
GRANT SELECT(recipient_id) ON TABLE public.delivery_logs TO whitecross_app, whitecross_district;
GRANT SELECT(recipient_id),UPDATE(recipient_id) ON TABLE public.delivery_logs TO whitecross_admin;
GRANT SELECT(channel) ON TABLE public.delivery_logs TO whitecross_app, whitecross_district;
GRANT SELECT(channel),UPDATE(channel) ON TABLE public.delivery_logs TO whitecross_admin;
GRANT SELECT(success) ON TABLE public.delivery_logs TO whitecross_app, whitecross_district;
GRANT SELECT(success),UPDATE(success) ON TABLE public.delivery_logs TO whitecross_admin;
GRANT SELECT(attempt_count) ON TABLE public.delivery_logs TO whitecross_app, whitecross_district;
GRANT SELECT(attempt_count),UPDATE(attempt_count) ON TABLE public.delivery_logs TO whitecross_admin;
GRANT SELECT(last_attempt) ON TABLE public.delivery_logs TO whitecross_app, whitecross_district;
GRANT SELECT(last_attempt),UPDATE(last_attempt) ON TABLE public.delivery_logs TO whitecross_admin;
GRANT SELECT(delivered_at) ON TABLE public.delivery_logs TO whitecross_app, whitecross_district;
GRANT SELECT(delivered_at),UPDATE(delivered_at) ON TABLE public.delivery_logs TO whitecross_admin;
GRANT SELECT(error_message) ON TABLE public.delivery_logs TO whitecross_app, whitecross_district;
GRANT SELECT(error_message),UPDATE(error_message) ON TABLE public.delivery_logs TO whitecross_admin;
GRANT SELECT(created_at) ON TABLE public.delivery_logs TO whitecross_app, whitecross_district;
GRANT SELECT(created_at),UPDATE(created_at) ON TABLE public.delivery_logs TO whitecross_admin;
GRANT SELECT(updated_at) ON TABLE public.delivery_logs TO whitecross_app, whitecross_district;
GRANT SELECT(updated_at),UPDATE(updated_at) ON TABLE public.delivery_logs TO whitecross_admin;

-- ----------------------------------------------------------------------------
-- sequelize.delivery_logs
-- ----------------------------------------------------------------------------

CREATE VIEW sequelize.delivery_logs WITH (security_invoker='true') AS
 SELECT id,
    alert_id AS "alertId",
    channel,
    recipient_id AS "recipientId",
    success,
    attempt_count AS "attemptCount",
    last_attempt AS "lastAttempt",
    delivered_at AS "deliveredAt",
    error_message AS "errorMessage",
    created_at AS "createdAt",
    updated_at AS "updatedAt"
   FROM public.delivery_logs;

COMMENT ON VIEW sequelize.delivery_logs IS 'Model DeliveryLog: public.delivery_logs with the model''s attribute names.';

-- ----------------------------------------------------------------------------
-- sequelize.delivery_logs: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE sequelize.delivery_logs TO whitecross_service;
GRANT SELECT,INSERT,UPDATE ON TABLE sequelize.delivery_logs TO whitecross_admin, whitecross_app, whitecross_district;
