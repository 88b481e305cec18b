package dev.lockstep.producers;

@OnMySql
class PreparedOnMySqlIT extends PreparedIT {}
