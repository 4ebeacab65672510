using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Garnet;
using Garnet.server;
using Garnet.server.Auth.Settings;

namespace LoadBalancer.Store;

/// <summary>A Redis-compatible store on loopback. It keeps its data in memory only, so the data is lost when the store ends.</summary>
internal sealed class EmbeddedStore : IDisposable
{
    private readonly GarnetServer _server;

    private EmbeddedStore(GarnetServer server, string connectionString)
    {
        _server = server;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    /// <summary>Starts a store.</summary>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <param name="password">The password that clients authenticate with; <see langword="null"/> for none.</param>
    public static EmbeddedStore Start(int port = 0, string? password = null)
    {
        // Garnet cannot report which port it got for port 0, so this socket reserves a port first. Garnet binds with the same option
        // (ReuseAddress), so both can hold the port, and no other process can take it in between. This socket never listens, so every
        // connection goes to Garnet.
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
        // Both address families are used, since "localhost" may mean either.
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

        // The log is a ring: a record is dropped 64 MB after it was written, unless a read copies it to the tail. Everything that a cluster
        // depends on is read every few seconds.
        CopyReadsToTail = true,
    };
}
