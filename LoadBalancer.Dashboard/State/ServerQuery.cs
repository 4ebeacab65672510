using System.Globalization;

namespace LoadBalancer.Dashboard.State;

/// <summary>Which servers a viewer wants to see, in which order, and which page of them.</summary>
/// <param name="Text">A part of the id or the URL; empty for all.</param>
/// <param name="State"><c>usable</c>, <c>unhealthy</c>, or <c>draining</c>; empty for all.</param>
/// <param name="Column">The column to sort by: one of <see cref="ServerRows.Columns"/>.</param>
/// <param name="IsDescending">Whether the greatest value comes first.</param>
/// <param name="Page">The page, from 0.</param>
internal sealed record ServerQuery(string Text, string State, string Column, bool IsDescending, int Page)
{
    /// <summary>The names of the parameters in the address.</summary>
    public const string TextName = "q", StateName = "state", SortName = "sort", PageName = "page";

    /// <summary>The longest text to look for.</summary>
    public const int LongestText = 200;

    /// <summary>Reads the parameters of an address; one that has no meaning counts as absent.</summary>
    public static ServerQuery Read(Func<string, string?> valueOf)
    {
        var text = (valueOf(TextName) ?? "").Trim();
        var sort = valueOf(SortName) ?? "";
        var column = sort.TrimStart('-');
        var isKnown = ServerRows.Columns.Contains(column, StringComparer.Ordinal);
        return new(
            text.Length > LongestText ? text[..LongestText] : text,
            valueOf(StateName) is { } state && ServerRows.States.Contains(state, StringComparer.Ordinal) ? state : "",
            isKnown ? column : ServerRows.ByName,
            isKnown && sort.StartsWith('-'),
            int.TryParse(valueOf(PageName), NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Max(0, page - 1) : 0);
    }

    /// <summary>The order as a parameter of the address; <see langword="null"/> for the order by name.</summary>
    public string? Sort => Column == ServerRows.ByName && !IsDescending ? null : $"{(IsDescending ? "-" : "")}{Column}";

    /// <summary>Returns the order after a click on the head of a column: numbers begin with the greatest.</summary>
    public ServerQuery SortedBy(string column) =>
        this with { Column = column, IsDescending = column == Column ? !IsDescending : column != ServerRows.ByName, Page = 0 };
}
