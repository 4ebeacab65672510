using LoadBalancer.Cluster.Settings;
using LoadBalancer.Proxy.Draining;
using LoadBalancer.Proxy.Listening;
using LoadBalancer.Proxy.Listening.ProxyProtocol;
using LoadBalancer.Proxy.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Connections;

internal static class ListeningExtensions
{
    /// <summary>
    /// The smallest limit of the bytes that wait for the operating system: a flush is complete when none do, so that the end of a
    /// direction can follow them. The operating system has a buffer of its own.
    /// </summary>
    private const long WholeFlush = 1;

    public static void AddListening(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSettings<ListeningOptions, ListeningOptions.Rules>(
            GatewaySection.Name, static (settings, options) => settings.Bind(options));
        services.AddSingleton<IValidateOptions<ListeningOptions>, ListeningValidator>();
        services.Configure<SocketTransportOptions>(sockets => sockets.MaxWriteBufferSize = WholeFlush);
        services.AddSingleton<IConnectionListenerFactory, EntryListenerFactory>();
        services.AddSingleton<Http2Entry>();
        services.AddSingleton<ProtocolChoice>();
        services.AddSingleton<ProxyProtocolReader>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<ListeningOptions>>().Value.Tls);
        services.AddSingleton<CertificateState>();
        services.AddSingleton<TlsHandshake>();
        services.AddSingleton<ConfiguredListeners>();
        services.AddSingleton<ConnectionAge>();
        services.AddSingleton<ListenerPipeline>();
        services.AddHostedService<CertificateWatcher>();
        if (builder.Configuration.GetValue<bool>($"{GatewaySection.Name}:{nameof(ListeningOptions.Http3)}"))
        {
            builder.WebHost.UseKestrelHttpsConfiguration().UseQuic();
        }

        var kestrel = services.Last(service => service.ServiceType == typeof(IServer));
        services.Remove(kestrel);
        services.AddSingleton(new KestrelType(kestrel.ImplementationType!));
        services.AddSingleton<IServer>(provider => new ListeningServer(
            provider.GetRequiredService<KestrelType>().Create(provider),
            provider.GetRequiredService<IOptions<KestrelServerOptions>>(),
            provider.GetRequiredService<ListenerPipeline>,
            provider.GetRequiredService<GatewayDrain>));
    }

    /// <summary>Enables the https redirect and HSTS on listeners that configure them.</summary>
    public static void UseSecureTransport(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<ListeningOptions>>().Value.Tls is { Redirect: true } or { Hsts.Ticks: > 0 })
        {
            app.UseMiddleware<SecureTransportMiddleware>();
        }
    }
}
