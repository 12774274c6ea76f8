"""Mails: written to an outbox in the transaction of the fact, sent by a job, once each."""
