using System.Collections.Immutable;
using System.Text.Json;

namespace LoadBalancer.Core.Failures;

/// <summary>The names of <see cref="FailureCause"/>.</summary>
public static class FailureCauses
{
    private static readonly ImmutableArray<string> Names =
        [.. Enum.GetNames<FailureCause>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    /// <summary>
    /// Returns a cause's name, such as <c>connection_refused</c>: the error type of RFC 9209 §2.3 where there is one. O(1); does not
    /// allocate.
    /// </summary>
    public static string NameOf(FailureCause cause) => Names[(int)cause];

    /// <summary>Whether a cause is an error type of RFC 9209 §2.3. O(1); does not allocate.</summary>
    public static bool IsRegistered(FailureCause cause) => cause
        is not (FailureCause.None or FailureCause.RequestRefused or FailureCause.UnexpectedStatus or FailureCause.AnotherServer);
}
