using System.Net;

namespace LoadBalancer.Tests.Support;

/// <summary>
/// A real HAProxy that rejects clients without a certificate by an alert, as .NET's servers do not. It ends when it is disposed.
/// </summary>
internal sealed class DemandingServer : IAsyncDisposable
{
    private readonly ListeningProcess _process;

    private DemandingServer(ListeningProcess process, IPEndPoint address)
    {
        _process = process;
        Url = $"https://{address}";
    }

    public string Url { get; }

    /// <param name="authority">Issues the server's certificate.</param>
    /// <param name="version">The only version of TLS, as HAProxy names it, such as <c>TLSv1.3</c>.</param>
    public static async Task<DemandingServer> StartAsync(TestAuthority authority, string version)
    {
        var directory = Directory.CreateTempSubdirectory("haproxy-");
        var address = new IPEndPoint(IPAddress.Loopback, FreePorts.Find());
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
        return new(await ListeningProcess.StartAsync(directory, address, "haproxy", "-db", "-q", "-f", file), address);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
