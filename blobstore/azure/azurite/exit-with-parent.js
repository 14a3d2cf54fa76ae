// Loaded before Azurite: ends it when the process that started it is gone, however that ended, which closes this pipe.
process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0)).resume();
