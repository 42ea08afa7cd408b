/** Imported before all others, for what it does: ends the process where Node is too old for the rest. */

/** As `engines` in package.json says: what older ones lack fails in the middle, and says nothing useful. */
const LEAST_MAJOR = 24;

if (Number.parseInt(process.versions.node, 10) < LEAST_MAJOR) {
  process.stderr.write(
    `kube-state-exporter: Node ${LEAST_MAJOR} or newer is needed, and this is ${process.version}\n` +
      'In a checkout, npm ci brings the right one, and npm start uses it.\n',
  );
  process.exit(1);
}
