// Reads a QR code out of one picture of the camera, beside the page: jsQR stands before these lines.
self.onmessage = ({ data }) => {
  const found = self.jsQR(data.pixels, data.width, data.height, { inversionAttempts: "dontInvert" });
  self.postMessage(found ? found.data : "");
};
