"""What left the practice: releases, copies, the Annex B register."""
