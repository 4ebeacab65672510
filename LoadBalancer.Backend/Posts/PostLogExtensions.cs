using Microsoft.Extensions.Options;

namespace LoadBalancer.Backend.Posts;

internal static class PostLogExtensions
{
    private const string KeyHeader = "Idempotency-Key";

    /// <summary>Keeps a log of POSTs if the settings name a folder for it.</summary>
    public static void UsePostLog(this WebApplication app, string server)
    {
        if (app.Services.GetRequiredService<IOptions<BackendOptions>>().Value.PostLog is not { Length: > 0 } folder)
        {
            return;
        }

        var log = new PostLog(folder, server);
        app.Lifetime.ApplicationStopped.Register(log.Dispose);
        app.Use((context, next) =>
        {
            if (HttpMethods.IsPost(context.Request.Method) && context.Request.Headers[KeyHeader].ToString() is { Length: > 0 } key)
            {
                log.Append(key);
            }

            return next(context);
        });
    }
}
