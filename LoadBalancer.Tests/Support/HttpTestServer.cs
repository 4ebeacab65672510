using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace LoadBalancer.Tests.Support;

/// <summary>A real HTTP server on a port of its own. The test supplies its responses; by default, a response is the server's id.</summary>
internal sealed class HttpTestServer : IAsyncDisposable
{
    /// <summary>Longer than any request line that a gateway forwards.</summary>
    private const int LongestRequestLine = 128 * 1024;

    /// <summary>Only the gateway's prober requests this path, at times that no test controls, so it is counted separately.</summary>
    private const string Probe = "/healthcheck";

    private readonly WebApplication _app;
    private int _requests;
    private int _probes;

    private HttpTestServer(string id, RequestDelegate? response, HttpProtocols protocols, HttpsConnectionAdapterOptions? https, string url)
    {
        Id = id;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(url).ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MaxRequestLineSize = LongestRequestLine;
            kestrel.ConfigureEndpointDefaults(endpoint =>
            {
                endpoint.Protocols = protocols;
                if (https is not null)
                {
                    endpoint.UseHttps(https);
                }
            });
        });
        _app = builder.Build();
        _app.Run(context =>
        {
            Interlocked.Increment(ref context.Request.Path == Probe ? ref _probes : ref _requests);
            return response is null ? context.Response.WriteAsync(Id) : response(context);
        });
    }

    public string Id { get; }

    public string Url => _app.Urls.Single();

    /// <summary>The number of requests received, without probes.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>The number of probes received.</summary>
    public int Probes => Volatile.Read(ref _probes);

    public static async Task<HttpTestServer> StartAsync(
        string id,
        RequestDelegate? response = null,
        HttpProtocols protocols = HttpProtocols.Http1,
        HttpsConnectionAdapterOptions? https = null,
        string url = "http://127.0.0.1:0")
    {
        var server = new HttpTestServer(id, response, protocols, https, url);
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
