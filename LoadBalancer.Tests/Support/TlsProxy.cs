using System.Net.Sockets;

namespace LoadBalancer.Tests.Support;

/// <summary>
/// A real proxy that terminates TLS on its own Unix socket and forwards HTTP/2 without TLS to a gateway. It ends when it is disposed.
/// </summary>
internal sealed class TlsProxy : IAsyncDisposable
{
    private readonly ListeningProcess _process;

    private TlsProxy(ListeningProcess process, TestAuthority authority)
    {
        _process = process;
        Client = new(new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) => await process.ConnectAsync(token),
            SslOptions = new() { RemoteCertificateValidationCallback = (_, certificate, _, _) => authority.HasIssued(certificate) },
        });
    }

    /// <summary>Sends requests to the proxy, whatever the host in the URL.</summary>
    public HttpClient Client { get; }

    public static async Task<TlsProxy> StartHaproxyAsync(int port, TestAuthority authority)
    {
        var directory = Directory.CreateTempSubdirectory("haproxy-");
        var file = Path.Combine(directory.FullName, "haproxy.cfg");
        await File.WriteAllTextAsync(file, $"""
            defaults
                mode http
                timeout connect 5s
                timeout client 20s
                timeout server 20s
            frontend tls
                bind unix@{SocketIn(directory)} ssl crt {authority.IssueTo("proxy.pem", "a.test")} alpn h2,http/1.1
                default_backend gateway
            backend gateway
                server gateway 127.0.0.1:{port} proto h2

            """);
        return await StartAsync(directory, authority, "haproxy", "-db", "-f", file);
    }

    public static Task<TlsProxy> StartNghttpxAsync(int port, TestAuthority authority)
    {
        var directory = Directory.CreateTempSubdirectory("nghttpx-");
        var certificate = authority.IssueTo("proxy.pem", "a.test");
        return StartAsync(
            directory, authority, "nghttpx", "--conf=/dev/null", "--workers=1", $"--frontend=unix:{SocketIn(directory)};tls",
            $"--backend=127.0.0.1,{port};;proto=h2", certificate, certificate);
    }

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        return _process.DisposeAsync();
    }

    private static string SocketIn(DirectoryInfo directory) => Path.Combine(directory.FullName, "proxy.sock");

    private static async Task<TlsProxy> StartAsync(
        DirectoryInfo directory, TestAuthority authority, string name, params string[] arguments)
    {
        var address = new UnixDomainSocketEndPoint(SocketIn(directory));
        return new(await ListeningProcess.StartAsync(directory, address, name, arguments), authority);
    }
}
