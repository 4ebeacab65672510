using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Authentication;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Tests.Functional.Dashboard;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Tests.Functional.Http2;

/// <summary>A gateway for HTTP/2 with and without TLS, and a server that can be made to wait before it responds.</summary>
public sealed class Http2ErrorFixture : IAsyncLifetime
{
    private const string Held = "/held/";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TestAuthority _authority = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _holds = [];
    private readonly ConcurrentQueue<string> _served = [];
    private TestCluster _cluster = null!;

    /// <summary>The paths of all requests that a server has read to their end, with their bodies.</summary>
    internal IReadOnlyCollection<string> Served => _served;

    /// <summary>What the gateway has logged.</summary>
    internal RecordedLogs Logs { get; } = new();

    internal Rejections Rejections => _cluster.Gateway.Part<Rejections>();

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(
            services => services
                .AddSingleton<ILoggerProvider>(Logs)
                .AddLogging(logging => logging
                    .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
                    .AddFilter(typeof(RejectionLog).FullName, LogLevel.None)),
            ("urls", "http://127.0.0.1:0;https://127.0.0.1:0"),
            ("Gateway:Tls:Certificates:0:Path", _authority.IssueTo("a.pem", "a.test")));
        await _cluster.AddServerAsync("s1", RespondAsync);

        // A membership is logged after it is in use; what is logged during a test concerns the test.
        await Eventually.TrueAsync(
            "the membership is logged",
            () => Logs.Above(LogLevel.Debug).Any(entry => entry.Contains("Membership version 1: 1 servers", StringComparison.Ordinal)),
            Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _authority.Dispose();
    }

    /// <summary>Returns the target of a request whose response waits until it is released.</summary>
    internal static string HeldTarget(string id) => Held + id;

    internal void Release(string id) => HoldOf(id).TrySetResult();

    /// <summary>Opens a connection that has negotiated or presumes HTTP/2.</summary>
    internal async Task<Stream> ConnectAsync(bool isSecure, CancellationToken cancellationToken)
    {
        if (!isSecure)
        {
            return await _cluster.Gateway.ConnectAsync(cancellationToken);
        }

        return await TlsClient.ConnectAsync(
            PortOf(isSecure: true), "a.test", _authority, cancellationToken, SslProtocols.None, SslApplicationProtocol.Http2);
    }

    /// <summary>Returns the port with or without TLS.</summary>
    internal int PortOf(bool isSecure) => new Uri(_cluster.Gateway.Addresses.Single(
        url => url.StartsWith(isSecure ? "https:" : "http:", StringComparison.Ordinal))).Port;

    internal async Task<Http2Client> OpenAsync(bool isSecure, CancellationToken cancellationToken) =>
        await Http2Client.OpenAsync(await ConnectAsync(isSecure, cancellationToken), cancellationToken);

    private async Task RespondAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var path = context.Request.Path.Value!;
        _served.Enqueue($"{path} {body}");
        if (path.StartsWith(Held, StringComparison.Ordinal))
        {
            await HoldOf(path[Held.Length..]).Task.WaitAsync(context.RequestAborted);
        }

        await context.Response.WriteAsync("ok");
    }

    private TaskCompletionSource HoldOf(string id) =>
        _holds.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
