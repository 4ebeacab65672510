using LoadBalancer.Cluster.Publishing;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Proxy.Telemetry.Requests;
using LoadBalancer.Yarp.Policies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Transforms;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>Forwards requests through YARP.</summary>
internal static class RoutingExtensions
{
    public static void AddRouting(this IServiceCollection services, ILoggingBuilder logging)
    {
        services.AddSingleton<MembershipRoutes>();
        services.AddSingleton<IMembershipPreparation>(provider => provider.GetRequiredService<MembershipRoutes>());
        services.AddSingleton<ProxyStatusHeader>();
        services.AddSingleton<IProxyConfigProvider>(provider => provider.GetRequiredService<MembershipRoutes>().Provider);
        services.AddSingleton<IConfigChangeListener>(provider => provider.GetRequiredService<MembershipRoutes>());
        services.AddSingleton<ILoadBalancingPolicy, ConsistentHashPolicy>();
        services.AddSingleton<IForwarderHttpClientFactory, UpstreamHttpClientFactory>();
        services.AddReverseProxy()
            .AddTransforms(transforms =>
            {
                var via = transforms.Services.GetRequiredService<ViaHeader>();
                transforms.AddOriginalHost();
                transforms.UseDefaultForwarders = false;
                transforms.RequestTransforms.Add(ActivatorUtilities.CreateInstance<RequestHeaderTransform>(transforms.Services));
                transforms.RequestTransforms.Add(new UpgradeTransform());
                transforms.RequestTransforms.Add(ActivatorUtilities.CreateInstance<ForwardedTransform>(transforms.Services));
                transforms.RequestTransforms.Add(ActivatorUtilities.CreateInstance<RawTargetTransform>(transforms.Services));
                transforms.RequestTransforms.Add(new TraceTransform());
                transforms.RequestTransforms.Add(new Departure());
                transforms.ResponseTransforms.Add(new ResponseGate());
                transforms.ResponseTransforms.Add(new ResponseHeaderTransform(via));
                transforms.ResponseTrailersTransforms.Add(new TrailerTransform());
            });

        // YARP adds a key ring for session affinity, which is not used here; it must not be written to disk.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();

        // If a provider is registered, the framework authorizes each request, which is not needed here.
        services.RemoveAll<IAuthorizationHandlerProvider>();

        // YARP logs a warning for every request that a dead server fails. Failures are counted instead, and logged by the services that
        // evaluate them.
        logging.AddFilter("Yarp", LogLevel.Error);
    }

    public static void MapProxy(this WebApplication app) => app.MapReverseProxy(proxy =>
    {
        proxy.UseRequestRecords();
        proxy.UseAdmission();
        proxy.UseMiddleware<StreamRelayMiddleware>();
        proxy.UseMiddleware<FailoverMiddleware>();
        proxy.UseMiddleware<WatchMiddleware>();
        proxy.UseLoadBalancing();
    });
}
