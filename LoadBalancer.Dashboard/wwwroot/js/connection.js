// Starts the connection to the dashboard. A dashboard that hangs closes nothing: the page is disconnected when it has heard nothing
// for a while, not even the dashboard's pings (PagesExtensions), and says so. The framework's own limit is 30 seconds.
(() => {
  "use strict";
  const serverTimeoutInMilliseconds = 5_000;

  Blazor.start({
    circuit: {
      configureSignalR: (connection) => connection.withServerTimeout(serverTimeoutInMilliseconds),
    },
  });
})();
