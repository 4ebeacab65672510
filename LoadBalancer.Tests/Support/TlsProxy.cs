using System.Diagnostics;
using System.Net.Sockets;

namespace LoadBalancer.Tests.Support;

/// <summary>
/// A real proxy that terminates TLS on its own Unix socket and forwards HTTP/2 without TLS to a gateway. It ends when it is disposed.
/// </summary>
internal sealed class TlsProxy : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _directory;
    private readonly Process _process;
    private readonly Task<string> _errors;

    private TlsProxy(DirectoryInfo directory, TestAuthority authority, string executable, params string[] arguments)
    {
        _directory = directory;
        _process = Process.Start(new ProcessStartInfo(executable, arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _errors = _process.StandardError.ReadToEndAsync();
        _ = _process.StandardOutput.ReadToEndAsync();
        Client = new(new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) => await ConnectAsync(token),
            SslOptions = new() { RemoteCertificateValidationCallback = (_, certificate, _, _) => authority.HasIssued(certificate) },
        });
    }

    /// <summary>Sends requests to the proxy, whatever the host in the URL.</summary>
    public HttpClient Client { get; }

    public static async Task<TlsProxy> StartHaproxyAsync(int port, TestAuthority authority)
    {
        var executable = Missing.FindOnPath("haproxy") ?? throw Missing.Tool("haproxy");
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
        return await StartAsync(new(directory, authority, executable, "-db", "-f", file));
    }

    public static Task<TlsProxy> StartNghttpxAsync(int port, TestAuthority authority)
    {
        var executable = Missing.FindOnPath("nghttpx") ?? throw Missing.Tool("nghttpx");
        var directory = Directory.CreateTempSubdirectory("nghttpx-");
        var certificate = authority.IssueTo("proxy.pem", "a.test");
        return StartAsync(new(
            directory, authority, executable, "--conf=/dev/null", "--workers=1", $"--frontend=unix:{SocketIn(directory)};tls",
            $"--backend=127.0.0.1,{port};;proto=h2", certificate, certificate));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    private static string SocketIn(DirectoryInfo directory) => Path.Combine(directory.FullName, "proxy.sock");

    private static async Task<TlsProxy> StartAsync(TlsProxy proxy)
    {
        try
        {
            await Eventually.TrueAsync("the proxy accepts connections", proxy.AcceptsAsync, StartTimeout);
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    private async Task<bool> AcceptsAsync()
    {
        try
        {
            await using var connection = await ConnectAsync(TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            Assert.False(_process.HasExited, _process.HasExited ? $"The proxy ended at its start: {await _errors}" : "");
            return false;
        }
    }

    private async Task<NetworkStream> ConnectAsync(CancellationToken token)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketIn(_directory)), token);
            return new(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
