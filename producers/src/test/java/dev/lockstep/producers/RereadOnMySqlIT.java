package dev.lockstep.producers;

@OnMySql
class RereadOnMySqlIT extends RereadIT {}
