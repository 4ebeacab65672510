using LoadBalancer.Proxy.Limits;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Tests.Proxy.Limits;

/// <summary>Creates settings with limits that a test changes.</summary>
internal static class LimitSettings
{
    public static IOptions<LimitsOptions> With(Action<LimitsOptions> change)
    {
        var options = new LimitsOptions();
        change(options);
        return Options.Create(options);
    }
}
