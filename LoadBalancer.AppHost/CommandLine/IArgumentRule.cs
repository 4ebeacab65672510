namespace LoadBalancer.AppHost.CommandLine;

/// <summary>An option that describes its allowed values in words.</summary>
internal interface IArgumentRule
{
    string Allowed { get; }
}
