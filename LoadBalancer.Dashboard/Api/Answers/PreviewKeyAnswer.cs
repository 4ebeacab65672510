namespace LoadBalancer.Dashboard.Api.Answers;

/// <summary>What a change means for a frequent key.</summary>
/// <param name="Key">The key, cut to 128 characters.</param>
/// <param name="Share">Its part of the requests of the last 30 minutes, 0 to 1.</param>
/// <param name="OwnerBefore">Its owner.</param>
/// <param name="OwnerAfter">Its owner afterwards.</param>
internal sealed record PreviewKeyAnswer(string Key, double Share, string? OwnerBefore, string? OwnerAfter);
