// VS Code's server writes its log files through a native module; this does the same without one.
const fs = require('node:fs');
const path = require('node:path');

const names = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];

class Logger {
  constructor(type, name, file) {
    this.file = file;
    this.level = 2;
    this.stamped = true;
  }
  write(level, message) {
    if (level < this.level) return;
    const stamp = this.stamped ? `${new Date().toISOString()} [${names[level]}] ` : '';
    fs.appendFile(this.file, `${stamp}${message}\n`, () => {});
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  clearFormatters() {
    this.stamped = false;
  }
  setPattern() {}
  flush() {}
  drop() {}
}
names.forEach((name, level) => {
  Logger.prototype[name] = function (message) {
    this.write(level, message);
  };
});

async function create(name, file) {
  await fs.promises.mkdir(path.dirname(file), { recursive: true });
  return new Logger('', name, file);
}

// One by one: VS Code imports these by name, and Node finds the names of a CommonJS module only so.
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
