using System.Globalization;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;
using LoadBalancer.Store;

const int EnvironmentFault = 1;
const int SettingFault = 2;

if (args is ["--help" or "-h" or "--version", ..])
{
    Console.WriteLine(args[0] is "--version"
        ? typeof(EmbeddedStore).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        : "Usage: STORE_PORT=PORT [STORE_PASSWORD=PASSWORD] LoadBalancer.Store: an in-memory store that speaks the Redis "
            + "protocol, for development. Port 0 selects a free port.");
    return 0;
}

var portText = Environment.GetEnvironmentVariable("STORE_PORT");
if (!int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > ushort.MaxValue)
{
    Console.Error.WriteLine($"error: STORE_PORT is '{portText}'; it must be a whole number from 0 to 65535, where 0 selects a free port.");
    return SettingFault;
}

try
{
    using var store = EmbeddedStore.Start(port, Environment.GetEnvironmentVariable("STORE_PASSWORD"));
    using var stop = new ManualResetEventSlim();
    using var interrupt = StopOn(PosixSignal.SIGINT, stop);
    using var terminate = StopOn(PosixSignal.SIGTERM, stop);
    Console.WriteLine($"Listening on {store.ConnectionString.Split(',')[0]}");
    stop.Wait();
    return 0;
}
catch (SocketException exception)
{
    Console.Error.WriteLine($"error: STORE_PORT is {port}: {exception.Message}");
    return EnvironmentFault;
}

static PosixSignalRegistration StopOn(PosixSignal signal, ManualResetEventSlim stop) => PosixSignalRegistration.Create(signal, context =>
{
    context.Cancel = true;
    stop.Set();
});
