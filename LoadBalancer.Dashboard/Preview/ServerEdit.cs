namespace LoadBalancer.Dashboard.Preview;

/// <summary>A server as it shall be: one that is there with another weight or URL, or a new one.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Weight">Its weight; <see langword="null"/> for the one it has, or the default one.</param>
/// <param name="Url">Where it is reached; a new server needs one before it can join.</param>
internal sealed record ServerEdit(string Id, int? Weight = null, string? Url = null);
