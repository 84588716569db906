// Places in a recording: written 1:23.5, spoken "1 minute 23.5 seconds".
export function position(seconds) {
  const tenths = Math.round(seconds * 10);
  const [hours, minutes] = [Math.floor(tenths / 36000), Math.floor((tenths % 36000) / 600)];
  const rest = `${String(Math.floor((tenths % 600) / 10)).padStart(2, "0")}.${tenths % 10}`;
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

// Null for what is not a position.
export function readPosition(text) {
  const match = /^(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5}(?:\.\d{1,3})?)$/.exec(text.trim());
  if (!match) return null;
  const [hours, minutes, seconds] = [Number(match[1] ?? 0), Number(match[2] ?? 0), Number(match[3])];
  if ((match[2] && seconds >= 60) || (match[1] && minutes >= 60)) return null;
  return hours * 3600 + minutes * 60 + seconds;
}

export function spoken(seconds, decimals = 1) {
  const minutes = Math.floor(seconds / 60 + 1e-9);
  const rest = Number((seconds - minutes * 60).toFixed(decimals));
  const words = [];
  if (minutes) words.push(`${minutes} ${minutes === 1 ? "minute" : "minutes"}`);
  if (rest || !minutes) words.push(`${rest} ${rest === 1 ? "second" : "seconds"}`);
  return words.join(" ");
}
