namespace LoadBalancer.AppHost.CommandLine;

/// <summary>An option that can say, in words, which values it takes.</summary>
internal interface IArgumentRule
{
    string Allowed { get; }
}
