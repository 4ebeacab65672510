using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Garnet;
using Garnet.server;

namespace LoadBalancer.AppHost.Launcher;

/// <summary>A Redis-compatible store inside this process, on loopback, in memory only: gone with it.</summary>
internal sealed class EmbeddedStore : IDisposable
{
    private readonly GarnetServer _server;

    private EmbeddedStore(GarnetServer server, IPEndPoint endpoint)
    {
        _server = server;
        ConnectionString = string.Create(CultureInfo.InvariantCulture, $"{endpoint}");
    }

    public string ConnectionString { get; }

    public static EmbeddedStore Start()
    {
        // Garnet cannot tell which port 0 became. It binds with the option that this socket has too, so the two share a port, and as
        // this one holds it from before until after, nobody else can have it in between. It never listens: every connection is Garnet's.
        using var reservation = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        reservation.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, optionValue: true);
        reservation.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var endpoint = (IPEndPoint)reservation.LocalEndPoint!;

        var server = new GarnetServer(OptionsFor(endpoint));

        try
        {
            server.Start();
        }
        catch
        {
            server.Dispose();
            throw;
        }

        return new EmbeddedStore(server, endpoint);
    }

    public void Dispose() => _server.Dispose();

    private static GarnetServerOptions OptionsFor(IPEndPoint endpoint) => new()
    {
        EndPoints = [endpoint],
        QuietMode = true,
        EnableLua = true,
        LuaOptions = new LuaOptions(),
        MaxDatabases = 1,
        IndexMemorySize = "4m",
        PageSize = "4m",
        LogMemorySize = "64m",

        // The log is a ring: what was written 64 MB ago is dropped, unless reading moves it to the front again. Everything that a
        // cluster lives by is read every few seconds.
        CopyReadsToTail = true,
    };
}
