namespace LoadBalancer.Gateway.Fields;

internal static class FieldsExtensions
{
    /// <summary>Refuses requests that Kestrel lets through and nothing behind it must see. Once the settings have been checked.</summary>
    public static void UseFieldRules(this WebApplication app)
    {
        app.UseMiddleware<FieldCountMiddleware>();
        app.UseMiddleware<WellFormedMiddleware>();
        app.UseMiddleware<HostMiddleware>();
        app.UseMiddleware<MethodsMiddleware>();
    }
}
