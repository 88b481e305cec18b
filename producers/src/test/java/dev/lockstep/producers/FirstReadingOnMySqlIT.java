package dev.lockstep.producers;

@OnMySql
class FirstReadingOnMySqlIT extends FirstReadingIT {}
