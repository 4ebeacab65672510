using LoadBalancer.Cluster.Tail;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Selection;
using LoadBalancer.Presentation;
using Microsoft.AspNetCore.WebUtilities;

namespace LoadBalancer.Dashboard.Components;

/// <summary>The texts for requests on the page Live traffic. Pure functions, thread-safe.</summary>
internal static class LiveTexts
{
    private const int ClientLeft = 499;

    /// <summary>Returns the status with its meaning: 503 Service Unavailable.</summary>
    public static string StatusOf(TailLine line) => line.Status == ClientLeft
        ? "499 client disconnected"
        : $"{line.Status} {ReasonPhrases.GetReasonPhrase(line.Status)}".TrimEnd();

    public static string ToneOf(TailLine line) => line.Status switch
    {
        >= 500 => "bad",
        >= 400 => "warn",
        _ when line.Error is not null => "warn",
        >= 200 and < 300 => "good",
        _ => "",
    };

    public static string IconOf(TailLine line) => line.Status switch
    {
        >= 400 => "warning",
        _ when line.Error is not null => "warning",
        >= 300 => "right",
        _ => "check",
    };

    /// <summary>Returns how many attempts there were, in words; <see langword="null"/> if there was no second one.</summary>
    public static string? AttemptsOf(TailLine line) => line.Tries is > 1 and var count ? $"{Figures.Count(count)} attempts" : null;

    /// <summary>Returns why attempts are missing, in a sentence; <see langword="null"/> if none is.</summary>
    public static string? MissingOf(TailLine line)
    {
        var (count, kept) = (line.Tries, line.Attempts.Length);
        return kept == 0 || count <= kept ? null
            : kept < TailRules.MostAttempts ? "Earlier attempts are not listed: they began before anybody looked."
            : $"Only {kept} of {Figures.Count(count)} attempts are listed: the first ones and the last one.";
    }

    /// <summary>Returns the number of an attempt. The last one is always kept, but only a few before it.</summary>
    /// <param name="line">The request.</param>
    /// <param name="place">The place of the attempt among those that were kept.</param>
    public static int NumberOf(TailLine line, int place) => place == line.Attempts.Length - 1 ? Math.Max(line.Tries, place + 1) : place + 1;

    public static string DurationOf(double milliseconds) => Figures.Latency(TimeSpan.FromMicroseconds(milliseconds * 1_000));

    /// <summary>Returns how an attempt ended, in words.</summary>
    public static string OutcomeOf(TailAttempt attempt) => attempt switch
    {
        { DurationMs: null } => "not ended",
        { Outcome: "Responded", Status: { } status } => $"responded {status}",
        { Outcome: "Unwanted", Status: { } status } => $"responded {status}, sent to the next server",
        { Outcome: "NotReached" } => "not reached",
        { Outcome: "NotProcessed" } => "not processed by the server",
        { Outcome: "ConnectTimedOut" } => "no connection in time",
        { Outcome: "NoResponse" } => "no response",
        { Outcome: "IdleClosed" } => "idle connection closed",
        { Outcome: "Malformed" or "MalformedContent" } => "malformed response",
        { Outcome: "TimedOut" } => "no response in time",
        { Outcome: "BrokenOff" } => "response broke off",
        { Outcome: "HeadTooLarge" } => "response head too large",
        { Outcome: "LeftBeforeResponse" or "LeftWithinResponse" } => "ended by the drain of the server",
        { Outcome: "Overtaken" } => "another server was faster",
        { Outcome: "ClientFailed" } => "ended by the client",
        { Outcome: var other } => other,
    };

    /// <summary>Whether the cause of a failure says more than the outcome of the attempt, which has the status of a response.</summary>
    public static bool HasCause(TailAttempt attempt) =>
        (attempt.Error is not null || attempt.Detail is not null) && !IsStatus(attempt);

    /// <summary>Whether the cause of a request's failure is not among its attempts.</summary>
    public static bool HasOwnCause(TailLine line) => (line.Error is not null || line.ErrorDetail is not null)
        && !line.Attempts.Any(attempt => attempt.Error == line.Error && (line.ErrorServer is null || attempt.Server == line.ErrorServer));

    /// <summary>Returns why a server was selected, in words; that of a later build as it is.</summary>
    public static string ReasonOf(string reason) => reason switch
    {
        nameof(SelectionReason.Owner) => "the owner of the key",
        nameof(SelectionReason.OwnerUnhealthy) => "the owner of the key was unhealthy, or had failed this request",
        nameof(SelectionReason.OwnerDraining) => "the owner of the key was draining",
        nameof(SelectionReason.OwnerOverloaded) => "the owner of the key had reached its load bound",
        nameof(SelectionReason.Panic) => "all servers were used, because too few were healthy",
        _ => reason,
    };

    private static bool IsStatus(TailAttempt attempt) =>
        attempt.Status is not null && attempt.Error == FailureCauses.NameOf(FailureCause.UnexpectedStatus);
}
