package dev.lockstep.producers;

@OnMySql
class CaptureOnMySqlIT extends CaptureIT {}
