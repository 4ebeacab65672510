using System.Globalization;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Dashboard.Components;

/// <summary>
/// Writes a plan as text for the page's address, and reads it: steps separated by commas, such as
/// <c>put:backend-4:50:http%3A%2F%2F10.0.0.4,drain:backend-2,use:Maglev</c>. A pure function, thread-safe.
/// </summary>
internal static class PlanText
{
    /// <summary>The longest text that a link may have; browsers and proxies accept addresses of this length.</summary>
    public const int MostCharacters = 4_000;

    /// <summary>Writes a plan; empty for a plan without steps.</summary>
    public static string Write(Plan plan) => string.Join(',', plan.Steps.Select(Write));

    /// <summary>Reads a plan.</summary>
    /// <param name="text">The text.</param>
    /// <param name="plan">The plan; without steps if the text has none or cannot be read.</param>
    /// <returns>A sentence about the first step that cannot be read; <see langword="null"/> if all can.</returns>
    public static string? Read(string? text, out Plan plan)
    {
        plan = Plan.Empty;
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (text.Length > MostCharacters)
        {
            return "The plan in the address is too long.";
        }

        var read = Plan.Empty;
        foreach (var part in text.Split(','))
        {
            if (TryRead(part) is not { } step)
            {
                return $"The address has a step that cannot be read: '{(part.Length > 80 ? part[..80] + "…" : part)}'.";
            }

            read = read.With(step);
        }

        plan = read;
        return null;
    }

    private static string Write(PlanStep step) => step switch
    {
        PlanStep.Put { Url: { } url } put => string.Create(
            CultureInfo.InvariantCulture, $"put:{put.Id}:{put.Weight}:{Uri.EscapeDataString(url)}"),
        PlanStep.Put put => string.Create(CultureInfo.InvariantCulture, $"put:{put.Id}:{put.Weight}"),
        PlanStep.Remove remove => $"remove:{remove.Id}",
        PlanStep.Drain drain => $"drain:{drain.Id}",
        PlanStep.Activate activate => $"activate:{activate.Id}",
        PlanStep.Use use => $"use:{use.Algorithm}",
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "An unknown kind of step."),
    };

    private static PlanStep? TryRead(string step) => step.Split(':') switch
    {
        ["put", var id, var weight] => Put(id, weight, url: null),
        ["put", var id, var weight, var url] when ServerRules.CheckUrl(Uri.UnescapeDataString(url), out _) is null =>
            Put(id, weight, Uri.UnescapeDataString(url)),
        ["remove", var id] when IsId(id) => new PlanStep.Remove(new(id)),
        ["drain", var id] when IsId(id) => new PlanStep.Drain(new(id)),
        ["activate", var id] when IsId(id) => new PlanStep.Activate(new(id)),
        ["use", var name] when Enum.GetNames<PlacementAlgorithm>().Contains(name, StringComparer.Ordinal) =>
            new PlanStep.Use(Enum.Parse<PlacementAlgorithm>(name)),
        _ => null,
    };

    private static PlanStep.Put? Put(string id, string weight, string? url) =>
        IsId(id)
        && int.TryParse(weight, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && ServerRules.CheckWeight(number) is null
            ? new(new(id), number, url)
            : null;

    private static bool IsId(string id) => ServerRules.CheckId(id) is null;
}
