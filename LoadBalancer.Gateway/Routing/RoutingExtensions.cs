using LoadBalancer.Cluster.Settings;
using LoadBalancer.Gateway.Configuration;
using LoadBalancer.Gateway.Limits;
using LoadBalancer.Gateway.Placement;
using LoadBalancer.Gateway.Requests;
using LoadBalancer.Gateway.Responses;
using LoadBalancer.Gateway.Retries;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Transforms;

namespace LoadBalancer.Gateway.Routing;

/// <summary>Everything that knows YARP, behind two calls.</summary>
internal static class RoutingExtensions
{
    public static void AddRouting(this IServiceCollection services, ILoggingBuilder logging)
    {
        services.AddSettings<RetryOptions>(RetryOptions.Section, RetryOptionsValidator.Check)
            .PostConfigure(options => options.Statuses ??= RetryOptions.DefaultStatuses);
        services.AddSettings<ResponseOptions>(GatewaySection.Name);
        services.AddSingleton<MembershipRoutes>();
        services.AddSingleton<RetryPolicy>();
        services.AddHostedService<RetryMetrics>();
        services.AddSingleton<TryRecorder>();
        services.AddSingleton<RequestPlacer>();
        services.AddSingleton<ViaField>();
        services.AddSingleton<ProxyStatusField>();
        services.AddSingleton<IProxyConfigProvider>(provider => provider.GetRequiredService<MembershipRoutes>().Provider);
        services.AddSingleton<IConfigChangeListener>(provider => provider.GetRequiredService<MembershipRoutes>());
        services.AddSingleton<ILoadBalancingPolicy, ConsistentHashPolicy>();
        services.AddSingleton<IForwarderHttpClientFactory, ServerHttpClientFactory>();
        services.AddReverseProxy()
            .AddTransforms(transforms =>
            {
                var via = transforms.Services.GetRequiredService<ViaField>();
                transforms.AddOriginalHost();
                transforms.UseDefaultForwarders = false;
                transforms.RequestTransforms.Add(ActivatorUtilities.CreateInstance<ForwardedTransform>(transforms.Services));
                transforms.RequestTransforms.Add(ActivatorUtilities.CreateInstance<RawTargetTransform>(transforms.Services));
                transforms.RequestTransforms.Add(new HopTransform(via));
                transforms.RequestTransforms.Add(new TraceTransform());
                transforms.RequestTransforms.Add(new Departure());
                transforms.ResponseTransforms.Add(new AnswerGate());
                transforms.ResponseTransforms.Add(new AnswerHopTransform(via));
            });

        // YARP brings a key ring for session affinity, which we do not use: it must not be written to a disk.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();

        // Where there is one, the framework has each request authorized; nothing here asks for it.
        services.RemoveAll<IAuthorizationHandlerProvider>();

        // YARP warns of every request that a dead server fails; failures are counted, and told by those who decide on them.
        logging.AddFilter("Yarp", LogLevel.Error);
    }

    public static void MapProxy(this WebApplication app) => app.MapReverseProxy(proxy =>
    {
        proxy.UseRequestRecords();
        proxy.UseAdmission();
        proxy.UseMiddleware<FailoverMiddleware>();
        proxy.UseLoadBalancing();
    });
}
