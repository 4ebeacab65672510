using LoadBalancer.Cluster.Membership;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Registration;

/// <summary>Adds <see cref="InstanceHeader"/> to every response of the health endpoint, before the application's own middleware.</summary>
internal sealed class InstanceStartupFilter(ServerInstance instance, IOptions<RegistrationOptions> options) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        var path = options.Value.HealthPath ?? RegistrationOptions.DefaultHealthPath;
        var value = InstanceHeader.ValueOf(new(options.Value.Id!), instance.Name);
        app.Use((context, following) =>
        {
            // The server's URL may have a path prefix. An exception handler clears headers, so the header is set when the response starts.
            if (context.Request.Path.Value?.EndsWith(path, StringComparison.OrdinalIgnoreCase) is true)
            {
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers[InstanceHeader.Name] = value;
                    return Task.CompletedTask;
                });
            }

            return following(context);
        });
        next(app);
    };
}
