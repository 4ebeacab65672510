using System.Collections.Immutable;
using System.CommandLine;

namespace LoadBalancer.AppHost.CommandLine;

/// <summary>What the arguments amount to.</summary>
internal abstract record CommandLineOutcome
{
    /// <summary>Start this.</summary>
    public sealed record Accepted(AppHostOptions Options) : CommandLineOutcome;

    /// <summary>Nothing to start: print help or the version.</summary>
    public sealed record Answered(ParseResult Result) : CommandLineOutcome;

    /// <summary>Nothing to start: one line per problem.</summary>
    public sealed record Refused(ImmutableArray<string> Problems) : CommandLineOutcome;
}
