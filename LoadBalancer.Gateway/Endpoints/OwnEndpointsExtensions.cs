namespace LoadBalancer.Gateway.Endpoints;

internal static class OwnEndpointsExtensions
{
    public static void AddOwnEndpoints(this IServiceCollection services)
    {
        services.AddSingleton<OwnEndpoints>();
        services.AddSingleton<MatcherPolicy, OwnEndpointPolicy>();
    }

    public static void MapOwnEndpoints(this WebApplication app)
    {
        var own = app.MapGroup(app.Services.GetRequiredService<OwnEndpoints>().Prefix).WithMetadata(OwnEndpoint.Mark);
        own.MapHealthcheck();
        own.MapStats();
    }

    /// <summary>Where the host shows a page with the stack for development, it does not: whoever listens on the network is not a developer.</summary>
    public static void HideFaults(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            app.UseExceptionHandler(new ExceptionHandlerOptions
            {
                ExceptionHandler = context => Problems.WriteAsync(context, StatusCodes.Status500InternalServerError, "The gateway failed."),
            });
        }
    }
}
