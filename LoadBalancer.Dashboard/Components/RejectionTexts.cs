namespace LoadBalancer.Dashboard.Components;

/// <summary>The words for why gateways reject requests. Pure functions, thread-safe.</summary>
internal static class RejectionTexts
{
    /// <summary>Returns a reason in words; one of a later build as it is.</summary>
    public static string Of(string reason) => reason switch
    {
        "rate" => "client above its request rate (429)",
        "overload" => "gateway overloaded (503)",
        "no-server" => "no usable server (503)",
        _ => reason,
    };
}
