using System.Collections.Immutable;
using System.CommandLine;

namespace LoadBalancer.AppHost.CommandLine;

/// <summary>What the arguments amount to.</summary>
internal abstract record CommandLineOutcome
{
    /// <summary>The outcome once more problems are known. A question is answered all the same.</summary>
    public CommandLineOutcome With(ImmutableArray<string> problems) => this switch
    {
        Refused refused => new Refused([.. refused.Problems, .. problems]),
        Accepted when !problems.IsEmpty => new Refused(problems),
        _ => this,
    };

    /// <summary>Start this.</summary>
    public sealed record Accepted(AppHostOptions Options) : CommandLineOutcome;

    /// <summary>Nothing to start: print help or the version.</summary>
    public sealed record Answered(ParseResult Result) : CommandLineOutcome;

    /// <summary>Nothing to start: one line per problem.</summary>
    public sealed record Refused(ImmutableArray<string> Problems) : CommandLineOutcome;
}
