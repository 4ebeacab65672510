using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Garnet;
using Garnet.server;
using Garnet.server.Auth.Settings;

namespace LoadBalancer.Store;

/// <summary>A Redis-compatible store on loopback, in memory only: what it holds is gone with it.</summary>
internal sealed class EmbeddedStore : IDisposable
{
    private readonly GarnetServer _server;

    private EmbeddedStore(GarnetServer server, string connectionString)
    {
        _server = server;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    /// <param name="port">0 for a free one.</param>
    /// <param name="password">What clients authenticate with; <see langword="null"/> for none.</param>
    public static EmbeddedStore Start(int port = 0, string? password = null)
    {
        // Garnet cannot tell which port 0 became. It binds with the option that this socket has too, so the two share a port, and as
        // this one holds it from before until after, nobody else can have it in between. It never listens: every connection is Garnet's.
        using var reservation = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        reservation.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, optionValue: true);
        reservation.Bind(new IPEndPoint(IPAddress.Loopback, port));
        var bound = ((IPEndPoint)reservation.LocalEndPoint!).Port;

        var server = new GarnetServer(OptionsFor(bound, password));
        try
        {
            server.Start();
        }
        catch
        {
            server.Dispose();
            throw;
        }

        var credentials = password is null ? "" : $",password={password}";
        return new EmbeddedStore(server, string.Create(CultureInfo.InvariantCulture, $"{IPAddress.Loopback}:{bound}{credentials}"));
    }

    public void Dispose() => _server.Dispose();

    private static GarnetServerOptions OptionsFor(int port, string? password) => new()
    {
        // Both, since "localhost" may mean either.
        EndPoints = Socket.OSSupportsIPv6
            ? [new IPEndPoint(IPAddress.Loopback, port), new IPEndPoint(IPAddress.IPv6Loopback, port)]
            : [new IPEndPoint(IPAddress.Loopback, port)],
        AuthSettings = password is null ? null : new PasswordAuthenticationSettings(password),
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
