using LoadBalancer.Backend.Endpoints;
using LoadBalancer.Backend.Posts;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Redis;
using LoadBalancer.Redis.Connections;
using LoadBalancer.Registration;
using LoadBalancer.ServiceDefaults;
using LoadBalancer.ServiceDefaults.Redis;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Backend;

/// <summary>A server for demonstrations and tests: says who it is, shows what reached it, misbehaves on demand.</summary>
internal static class BackendApplication
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddServiceDefaults();
        var redis = RedisConnection.Read("redis", builder.Configuration);
        builder.AddRedisConnection("redis", redis.ClientOptions, redis.Configure);
        builder.Services.AddRedisRegistry();
        builder.Services.AddServerRegistration();
        return Build(builder);
    }

    /// <summary>The server with whatever registration the builder's services hold.</summary>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
        });

        builder.Services.AddSettings<BackendOptions, BackendOptions.Rules>(
            BackendOptions.Section, static (settings, options) => settings.Bind(options));

        var app = builder.Build();

        // Before anything takes its own settings and finds them bad: whatever is bad is told at once.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        var id = app.Services.GetRequiredService<IOptions<RegistrationOptions>>().Value.Id!;
        app.Use((context, next) =>
        {
            context.Response.Headers["X-Server-Id"] = id;
            return next(context);
        });
        app.UsePostLog(id);
        app.UseWebSockets();
        app.MapIdentity(id);
        app.MapEcho();
        app.MapWork();
        app.MapWebSocketEcho();
        app.MapEvents();
        return app;
    }
}
