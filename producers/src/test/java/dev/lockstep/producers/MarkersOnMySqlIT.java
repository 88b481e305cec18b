package dev.lockstep.producers;

@OnMySql
class MarkersOnMySqlIT extends MarkersIT {}
