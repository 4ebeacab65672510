#pragma warning disable MA0048 // The program file has the name that Aspire gives it.

using LoadBalancer.AppHost;
using LoadBalancer.AppHost.Launching;
using LoadBalancer.AppHost.Servers;
using LoadBalancer.AppHost.Settings;
using LoadBalancer.AppHost.Store;

// clients ──► gateway … gateway-N ──► backend-1 … backend-N
//                     └──────► redis ◄──────┘
// operators ──► dashboard ───────┘
return await AppHostProgram.RunAsync(args, (builder, options) =>
{
    var redis = builder.AddStore("redis", options);

    var servers = builder.AddServers("backend", options, redis);

    var dashboard = builder.AddLoadBalancerDashboard<Projects.LoadBalancer_Dashboard>(
        "dashboard", options.DashboardPort, builder.AddDashboardKey("dashboard-key"))
        .WithStore(redis)
        .WithServerCount(servers, options.Backends)
        .WithDashboardSettings()
        .FromBuildOutput()
        .WithRestart();

    foreach (var gateway in builder.ListGateways("gateway", options))
    {
        builder.AddLoadBalancer<Projects.LoadBalancer_Gateway>(gateway.Name, gateway.Port, gateway.ManagementPort, gateway.ManagementPath)
            .WithStore(redis)
            .WithDashboard(dashboard)
            .WithCluster("default", servers)
            .WithGatewaySettings(gateway)
            .FromBuildOutput()
            .WithRestart();
    }
});
