using System.Diagnostics;
using System.Net.Sockets;

namespace LoadBalancer.Tests.Support;

/// <summary>
/// A real nginx with its own configuration and directory, listening on a Unix socket in that directory. It runs as a single foreground
/// process and ends when it is disposed.
/// </summary>
internal sealed class Nginx : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _directory;
    private readonly Process _process;
    private readonly Task<string> _errors;

    private Nginx(DirectoryInfo directory, string executable)
    {
        _directory = directory;
        _process = Process.Start(new ProcessStartInfo(executable, ["-p", directory.FullName, "-c", "nginx.conf", "-e", "stderr"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        _errors = _process.StandardError.ReadToEndAsync();
        Client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) => await ConnectAsync(token),
            RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8,
        })
        {
            BaseAddress = new Uri("http://nginx/"),
        };
    }

    /// <summary>Sends requests to this nginx, whatever the host in the URL.</summary>
    public HttpClient Client { get; }

    /// <summary>
    /// Returns the path of nginx from the PATH or from Debian's location. If it is missing, the test fails in CI and is skipped elsewhere.
    /// </summary>
    public static string Find()
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Append("/usr/sbin")
            .Select(directory => Path.Combine(directory, "nginx"))
            .FirstOrDefault(File.Exists);
        if (found is null)
        {
            Assert.SkipUnless(
                string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase),
                "nginx is not installed.");
            Assert.Fail("nginx is not installed, and CI must not go without it.");
        }

        return found;
    }

    /// <summary>Starts nginx and waits until it accepts connections.</summary>
    /// <param name="executable">The path that <see cref="Find"/> returns.</param>
    /// <param name="http">
    /// The content of the http block. <c>DIRECTORY</c> is replaced by nginx's directory; the client connects to
    /// <c>listen unix:DIRECTORY/http.sock</c>.
    /// </param>
    public static async Task<Nginx> StartAsync(string executable, string http)
    {
        var directory = Directory.CreateTempSubdirectory("nginx-");
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, "nginx.conf"), $$"""
            daemon off;
            master_process off;
            pid nginx.pid;
            error_log stderr crit;
            events { worker_connections 1024; }
            http {
                access_log off;
                client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
            {{http.Replace("DIRECTORY", directory.FullName, StringComparison.Ordinal)}}
            }
            """);
        var nginx = new Nginx(directory, executable);
        try
        {
            await nginx.WaitUntilItAcceptsAsync();
            return nginx;
        }
        catch
        {
            await nginx.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    private Task WaitUntilItAcceptsAsync() => Eventually.TrueAsync("nginx accepts connections", AcceptsAsync, StartTimeout);

    private async Task<bool> AcceptsAsync()
    {
        try
        {
            await using var connection = await ConnectAsync(TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            Assert.False(_process.HasExited, _process.HasExited ? $"nginx ended at its start: {await _errors}" : "");
            return false;
        }
    }

    private async Task<NetworkStream> ConnectAsync(CancellationToken token)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(_directory.FullName, "http.sock")), token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
