namespace LoadBalancer.Dashboard.Control;

/// <summary>The author and the conditions of an operation.</summary>
/// <param name="By">The name of the key, see <see cref="Security.Author"/>.</param>
/// <param name="If">The conditions; <see langword="null"/> for a change of whatever membership is current.</param>
internal sealed record ControlRequest(string By, Preconditions? If = null);
