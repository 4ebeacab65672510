using System.Collections.Immutable;
using System.Globalization;

namespace LoadBalancer.Core.Failures;

/// <summary>Why an attempt on a server, or a probe, failed. Immutable.</summary>
/// <param name="Cause">What went wrong.</param>
/// <param name="Detail">
/// What exactly, in words that complete the cause, such as "the certificate expired on 2026-11-01"; <see langword="null"/> if the cause
/// says all. Never contains anything that a client sent.
/// </param>
/// <param name="Exception">The exception behind it, for the log; <see langword="null"/> if there was none.</param>
public readonly record struct Failure(FailureCause Cause, string? Detail = null, Exception? Exception = null)
{
    private static readonly ImmutableArray<string> StatusDetails =
        [.. Enumerable.Range(0, 1000).Select(status => string.Create(CultureInfo.InvariantCulture, $"the response has status {status}"))];

    /// <summary>Whether nothing failed.</summary>
    public bool IsNone => Cause == FailureCause.None;

    /// <summary>
    /// Returns the name of the cause, and the detail if there is one: <c>tls_certificate_error: the certificate has expired</c>.
    /// </summary>
    public override string ToString() => Detail is null ? FailureCauses.NameOf(Cause) : $"{FailureCauses.NameOf(Cause)}: {Detail}";

    /// <summary>Makes the failure of a response with a status that counts as one. O(1); does not allocate.</summary>
    /// <param name="status">The status, 0 to 999.</param>
    public static Failure OfStatus(int status) => new(FailureCause.UnexpectedStatus, StatusDetails[status]);

    /// <summary>Makes a failure of a cause without a detail.</summary>
    public static implicit operator Failure(FailureCause cause) => new(cause);
}
