using LoadBalancer.Backend.Endpoints;
using LoadBalancer.Registry;
using LoadBalancer.Registry.Registration;
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
        builder.AddRedisConnection("redis");
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

        var app = builder.Build();
        var id = app.Services.GetRequiredService<IOptions<RegistrationOptions>>().Value.Id!;
        app.Use((context, next) =>
        {
            context.Response.Headers["X-Server-Id"] = id;
            return next(context);
        });
        app.UseWebSockets();
        app.MapIdentity(id);
        app.MapEcho();
        app.MapWork();
        app.MapWebSocketEcho();
        app.MapEvents();
        return app;
    }
}
