using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LoadBalancer.Tests.Support;

/// <summary>
/// A real HAProxy that rejects clients without a certificate by an alert, as .NET's servers do not. It ends when it is disposed.
/// </summary>
internal sealed class DemandingServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _directory;
    private readonly Process _process;
    private readonly IPEndPoint _address;

    private DemandingServer(DirectoryInfo directory, Process process, IPEndPoint address)
    {
        _directory = directory;
        _process = process;
        _address = address;
    }

    public string Url => $"https://{_address}";

    /// <param name="authority">Issues the server's certificate.</param>
    /// <param name="version">The only version of TLS, as HAProxy names it, such as <c>TLSv1.3</c>.</param>
    public static async Task<DemandingServer> StartAsync(TestAuthority authority, string version)
    {
        var executable = Missing.FindOnPath("haproxy") ?? throw Missing.Tool("haproxy");
        var directory = Directory.CreateTempSubdirectory("haproxy-");
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var address = (IPEndPoint)listener.LocalEndPoint!;
        var file = Path.Combine(directory.FullName, "haproxy.cfg");
        var tls = $"crt {authority.IssueTo("server.pem", "127.0.0.1")} ca-file {authority.Path}";
        await File.WriteAllTextAsync(file, $"""
            defaults
                mode http
                timeout connect 5s
                timeout client 20s
                timeout server 20s
            frontend tls
                bind {address} ssl {tls} verify required ssl-min-ver {version} ssl-max-ver {version}
                http-request return status 200

            """);
        listener.Dispose();
        var server = new DemandingServer(directory, Process.Start(new ProcessStartInfo(executable, ["-db", "-q", "-f", file]))!, address);
        try
        {
            await Eventually.TrueAsync("the server accepts connections", server.AcceptsAsync, StartTimeout);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task<bool> AcceptsAsync()
    {
        Assert.False(_process.HasExited, "The server ended at its start.");
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(_address, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
