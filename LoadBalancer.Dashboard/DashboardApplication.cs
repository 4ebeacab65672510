using LoadBalancer.Registry;
using LoadBalancer.ServiceDefaults;
using LoadBalancer.ServiceDefaults.Redis;

namespace LoadBalancer.Dashboard;

/// <summary>The control plane, put together: the page and the control API.</summary>
internal static class DashboardApplication
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        builder.AddRedisConnection("redis");
        builder.Services.AddRedisRegistry();
        return Build(builder);
    }

    /// <summary>The dashboard over whatever registry the builder's services hold.</summary>
    public static WebApplication Build(WebApplicationBuilder builder) => builder.Build();
}
